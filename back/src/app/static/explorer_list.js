// Lists of buttons: each list is one stop of the Tab key, and the arrow keys move within it.

export function button(text, title, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.title = title;
  made.tabIndex = -1;
  made.addEventListener("click", act);
  return made;
}

export function showList(list, buttons) {
  list.replaceChildren(...buttons.map(toItem));
  if (buttons.length) buttons[0].tabIndex = 0;
  list.onkeydown = (event) => move(event, buttons);
}

function toItem(made) {
  const item = document.createElement("li");
  item.append(made);
  return item;
}

function move(event, buttons) {
  const present = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  const places = { ArrowDown: Math.min(present + 1, last), ArrowUp: Math.max(present - 1, 0), Home: 0, End: last };
  const next = buttons[places[event.key]];
  if (!next) return;
  event.preventDefault();
  for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

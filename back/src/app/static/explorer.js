// The explorer: reads what is typed, asks the API, shows what it answers. All of it stays in this tab.

import { ask, parseObject } from "./explorer_request.js";
import { button, showList } from "./explorer_list.js";
import { addToHistory, clearHistory, readHistory, readText, writeText } from "./explorer_memory.js";
import { callOf, listFields, loadSchema } from "./explorer_schema.js";

const FIRST_QUERY = "{\n  me {\n    userEmail\n    role\n    organizations {\n      name\n      groups {\n        name\n        openVulnerabilities\n      }\n    }\n  }\n}\n";
const MOST_SHOWN = 200;
const $ = (id) => document.getElementById(id);
const editors = { query: FIRST_QUERY, variables: "", headers: "" };

let fields = [];

function restore(entry) {
  for (const id of Object.keys(editors)) {
    $(id).value = entry[id] ?? "";
    writeText(id, $(id).value);
  }
}

async function run() {
  const entry = Object.fromEntries(Object.keys(editors).map((id) => [id, $(id).value]));
  $("run").disabled = true;
  $("status").textContent = "Asking …";
  try {
    const reply = await ask(entry.query, parseObject(entry.variables, "Variables"), parseObject(entry.headers, "Headers"));
    $("status").textContent = `${reply.status} in ${reply.milliseconds} ms, ${reply.size.toLocaleString("en")} bytes${reply.cost}`;
    $("response").textContent = reply.text;
    addToHistory({ query: entry.query, variables: entry.variables });
    showHistory();
  } catch (error) {
    $("status").textContent = error.message;
  } finally {
    $("run").disabled = false;
  }
}

function showHistory() {
  const label = (query) => query.replace(/\s+/g, " ").trim().slice(0, 80) || "(empty)";
  showList(
    $("history"),
    readHistory().map((entry) => button(label(entry.query), entry.query, () => restore({ ...entry, headers: $("headers").value }))),
  );
}

function showFields() {
  const words = $("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = fields.filter((field) => words.every((word) => field.search.includes(word)));
  $("schema-state").textContent =
    found.length > MOST_SHOWN ? `${MOST_SHOWN} of ${found.length} fields: filter for the others` : `${found.length} fields`;
  showList($("fields"), found.slice(0, MOST_SHOWN).map((field) => button(field.label, field.title, () => insert(field))));
}

function insert(field) {
  const editor = $("query");
  const { start, end, text } = callOf(field, editor.value, editor.selectionStart, editor.selectionEnd);
  editor.focus();
  editor.setRangeText(text, start, end, "end");
  writeText("query", editor.value);
}

async function showSchema() {
  try {
    fields = listFields(await loadSchema());
    showFields();
  } catch (error) {
    $("schema-state").textContent = error.message;
  }
}

for (const [id, initial] of Object.entries(editors)) {
  $(id).value = readText(id, initial);
  $(id).addEventListener("input", () => writeText(id, $(id).value));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
$("run").addEventListener("click", run);
$("filter").addEventListener("input", showFields);
$("forget").addEventListener("click", () => {
  clearHistory();
  showHistory();
});
showHistory();
showSchema();

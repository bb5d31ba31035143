// One request to the API.

export function parseObject(text, name) {
  if (!text.trim()) return {};
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: ${error.message}`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error(`${name} must be a JSON object`);
  return value;
}

export async function ask(query, variables, headers) {
  const began = performance.now();
  let response;
  try {
    response = await fetch("/api", {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
  } catch (error) {
    throw new Error(`The service cannot be reached: ${error.message}`);
  }
  const body = await response.text();
  const parsed = toJson(body);
  return {
    status: response.status,
    milliseconds: Math.round(performance.now() - began),
    size: new Blob([body]).size,
    cost: parsed?.extensions?.cost ? `, cost ${parsed.extensions.cost.cost}` : "",
    parsed,
    text: parsed === undefined ? body : JSON.stringify(parsed, null, 2),
  };
}

function toJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

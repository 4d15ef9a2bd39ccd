/* What does a link say after others have handled it?

   The same as geo/view/arrived.py, case by case: tests/cases/links.json. */
export const UNREADABLE = "\ufffd";
/** What separates parameters, after a program that writes markup has handled it. */
export const AMPERSAND = /&(?:(?:amp|(?:#|%23)0*38|(?:#|%23)x0*26)(?:;|%3b))+/gi;
const ENCODED = /%[0-9a-f]{2}/i;
const MOST_TIMES = 3;
// From the first sign on that no id, list or number has; else what ends a sentence, or an
// emphasis, in ASCII. Of control characters nothing is left out: they are no punctuation.
// eslint-disable-next-line no-control-regex
const TAIL = /[^\x00-\x1f\x7f0-9A-Za-z.,+_-][^]*|(?:(?<=[0-9A-Za-z])|^)[._-]*,?[._-]*$/g;
const TEXTS = new Set(["q"]);

/** The parameters of an address by name, from the part after its sign.
    @param {string} raw */
export function arrivedParameters(raw) {
  const whole = !raw.includes("=") && /%3d/i.test(raw) ? text(raw) : raw;
  /** @type {Map<string, string>} */
  const stated = new Map();
  for (const part of whole.replace(AMPERSAND, "&").split("&")) {
    if (!part) continue;
    const at = part.indexOf("=");
    const name = text(at < 0 ? part : part.slice(0, at));
    const value = text(at < 0 ? "" : part.slice(at + 1));
    stated.set(name, TEXTS.has(name) ? value : tidy(value));
  }
  return stated;
}

/** @param {string} value */
function tidy(value) {
  const found = value.replace(TAIL, "").replace(TAIL, "");
  return !found && /[\p{L}\p{N}]/u.test(value) ? value : found;
}

/** A name or a value, decoded as often as it was encoded.
    @param {string} part */
function text(part) {
  let found = decoded(part.replaceAll("+", " "));
  for (let times = 1; times < MOST_TIMES && ENCODED.test(found); times += 1) {
    const again = decoded(found);
    if (again === found || again.includes(UNREADABLE)) break;
    found = again;
  }
  return found;
}

/** Percent-encoded bytes as text: UTF-8, else GBK, which older programs write.
    @param {string} part */
function decoded(part) {
  const bytes = bytesOf(part);
  let found = read(bytes, "utf-8");
  if (found === null && !isCut(bytes)) found = read(bytes, "gb18030");
  return found === null ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : found;
}

/** @param {string} part */
function bytesOf(part) {
  const bytes = [];
  for (const piece of part.split(/(%[0-9a-f]{2})/i)) {
    if (ENCODED.test(piece) && piece.length === 3) bytes.push(parseInt(piece.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(piece));
  }
  return Uint8Array.from(bytes);
}

/** Whether bytes are UTF-8 up to a last character that is not whole: no GBK, then.
    @param {Uint8Array} bytes */
function isCut(bytes) {
  return [1, 2, 3].some((cut) => {
    const rest = bytes.slice(0, -cut);
    return rest.some((byte) => byte > 127) && read(rest, "utf-8");
  });
}

/** @param {Uint8Array} bytes
    @param {string} encoding */
function read(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null; // no text in this encoding
    throw error;
  }
}

/**
 * The text of an answer `{..., "data": [{...}, ...]}` with only these fields of its rows, made as the bytes come: for
 * thousands of tasks PanDA sends tens of megabytes, and we read a tenth. Any other answer stays as it came.
 */
export const slimList = async (body: AsyncIterable<Uint8Array>, fields: readonly string[]): Promise<string> => {
  const decoder = new TextDecoder();
  const kept: string[] = [];
  let row = "";
  let depth = 0;
  let isText = false;
  const take = (text: string): void => {
    if (depth >= rowDepth) row += text;
    else kept.push(text);
  };
  const read = (chunk: string): void => {
    let from = 0;
    const marks = isText ? inText : outside;
    marks.lastIndex = 0;
    for (let at = marks.exec(chunk); at !== null; ) {
      const end = at.index + at[0].length;
      if (at[0] === '"') isText = !isText;
      else if (!isText && (at[0] === "{" || at[0] === "[")) {
        // What comes before a row is no part of it.
        if (depth + 1 === rowDepth) take(chunk.slice(from, at.index));
        depth += 1;
        if (depth === rowDepth) from = at.index;
      } else if (!isText) {
        if (depth === rowDepth) {
          take(chunk.slice(from, end));
          kept.push(slimmed(row, fields));
          [row, from] = ["", end];
        }
        depth -= 1;
      }
      const next = isText ? inText : outside;
      next.lastIndex = end;
      at = next.exec(chunk);
    }
    take(chunk.slice(from));
  };
  // An escape is two characters, which a chunk must not part.
  let rest = "";
  for await (const bytes of body) {
    const text = rest + decoder.decode(bytes, { stream: true });
    const whole = /(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(-64)) ? text.length - 1 : text.length;
    read(text.slice(0, whole));
    rest = text.slice(whole);
  }
  read(rest + decoder.decode());
  return [...kept, row].join("");
};

/** A row is an object two levels down, in an array as a rule. */
const rowDepth = 3;
const outside = /["{}[\]]/g;
/** An escape is passed over. */
const inText = /"|\\./gs;

const slimmed = (row: string, fields: readonly string[]): string => {
  try {
    const value: unknown = JSON.parse(row);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return row;
    return JSON.stringify(Object.fromEntries(Object.entries(value).filter(([name]) => fields.includes(name))));
  } catch {
    return row;
  }
};

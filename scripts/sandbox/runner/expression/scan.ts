export type Lexeme =
  | { readonly kind: "text" | "name" | "sign"; readonly text: string }
  | { readonly kind: "number"; readonly number: number };

const shapes =
  /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_-]*)|(==|!=|<=|>=|&&|\|\||[!<>().,[\]*]))/y;

export const scan = (source: string): readonly Lexeme[] => {
  const lexemes: Lexeme[] = [];
  const pattern = new RegExp(shapes);
  while (pattern.lastIndex < source.trimEnd().length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(source);
    if (found === null) throw new Error(`expression "${source}" is not understood at "${source.slice(at)}"`);
    const [, text, number, name, sign] = found;
    if (text !== undefined) lexemes.push({ kind: "text", text: text.replaceAll("''", "'") });
    else if (number !== undefined) lexemes.push({ kind: "number", number: Number(number) });
    else if (name !== undefined) lexemes.push({ kind: "name", text: name });
    else lexemes.push({ kind: "sign", text: sign ?? "" });
  }
  return lexemes;
};

export type ShellWords =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "broken"; readonly message: string };

/** Python's `shlex.split`: quotes and backslashes as in a POSIX shell, no expansion. */
export const splitWords = (text: string): ShellWords => {
  const words: string[] = [];
  let word: string | undefined;
  let quote: "'" | '"' | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const following = text.charAt(at + 1);
    if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (char === "'" || char === '"')) {
      quote = char;
      word ??= "";
    } else if (char === quote) {
      quote = undefined;
    } else if (char === "\\" && quote !== "'" && (quote === undefined || following === '"' || following === "\\")) {
      if (following === "") return { kind: "broken", message: "No escaped character" };
      word = (word ?? "") + following;
      at++;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== undefined) return { kind: "broken", message: "No closing quotation" };
  return { kind: "words", words: word === undefined ? words : [...words, word] };
};

/** Python's `shlex.quote`. */
export const quoteWord = (word: string): string =>
  word === "" ? "''" : /[^\w@%+=:,./-]/.test(word) ? `'${word.replaceAll("'", `'"'"'`)}'` : word;

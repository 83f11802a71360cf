/** A node of the bash that was read, as JSON. */
export type BashNode = Readonly<Record<string, unknown>> & { readonly type?: unknown };

export const isNode = (node: unknown): node is BashNode => typeof node === "object" && node !== null;

/** Text that is written into a file is read by somebody. */
export const writesFile = ({ type, operator, target }: BashNode): boolean =>
  type === "Redirect" &&
  [">", ">>", ">|", "&>", "&>>"].includes(String(operator)) &&
  !(isNode(target) && ["/dev/null", "/dev/stderr", "/dev/stdout"].includes(String(target.value)));

/**
 * Whether a command sets or writes a literal value: `PTMIN=5`, `export PTMIN=5`, `echo "HardQCD:all = on" >card` are as
 * much physics as the macro that reads them. A value that is put together from variables is none.
 */
export const hasConstant = (name: string, parts: readonly BashNode[]): boolean => {
  if (name === "" || setters.includes(name)) return parts.some(setsConstant);
  if (name === "let") return parts.some(({ text }) => setsNumber.test(String(text)));
  if (parts.some(({ type, target }) => type === "HereString" && isConstant(target))) return true;
  return tellers.includes(name) && parts.some(writesFile) && parts.some(tellsConstant);
};

const setters: readonly string[] = ["export", "declare", "typeset", "local", "readonly"];
const tellers: readonly string[] = ["echo", "printf"];

const setsConstant = ({ type, value }: BashNode): boolean => {
  if (type !== "Assignment" || !isNode(value)) return false;
  if (value.type === "ArrayValue") return [value.elements].flat().some(isConstant);
  return isConstant(value) || [value.parts].flat().some(hasDefault);
};

/** `${PTMIN:-5}` */
const hasDefault = (part: unknown): boolean =>
  isNode(part) && isNode(part.operation) && isConstant(part.operation.operand);

/** A word without variables, commands or file patterns. */
export const isConstant = (word: unknown): boolean =>
  isNode(word) && word.type === "Word" && /^["']?[^$`"'*?]+["']?$/.test(String(word.text));

/** `((n = 5))`, and not a comparison. */
export const setsNumber = /(^|[^=<>!])=\s*[0-9]/;

/** Letters and digits that stay when variables, commands, and the marks of `printf` are taken out. */
const tellsConstant = ({ type, text }: BashNode): boolean => {
  const written = String(text);
  if (type !== "Word" || /^-[neE]+$/.test(written)) return false;
  const own = written
    .replaceAll(/\$\{[^}]*\}|\$[A-Za-z_0-9@*#?]+|\$\(.*\)|`[^`]*`/g, "")
    .replaceAll(/%[-+ #0-9.*]*[A-Za-z]|\\[a-z0-9]+/g, "");
  return /[A-Za-z0-9]/.test(own);
};

/** What ROOT may be given for a parameter. */
export type Kind = "text" | "number" | "anything";
/** `cut`: the function has no end, as when an editor lost the rest of the file. */
export type Signature = {
  readonly least: number;
  readonly kinds: readonly Kind[];
  readonly names: readonly string[];
  readonly cut: boolean;
};

/** Longer macros are not searched: texts of strangers may be built to be slow. */
const maxMacroLength = 64 * 1024;
/** More often than a person's macro would use one name. */
const maxOften = 100;
const maxListLength = 4000;

/** How a macro's function of this name may be called; none: it has no such one. `undefined`: not understood. */
export const signaturesIn = (text: string, name: string): readonly Signature[] | undefined => {
  if (text.length > maxMacroLength || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const code = withoutComments(text);
  // A template, a macro of the preprocessor or unnamed code may make of it what it likes.
  if (/^[ \t]*#[ \t]*define\b/m.test(code) || /^\s*\{/.test(code) || !/\w\s*\(/.test(code)) return undefined;
  const found: Signature[] = [];
  let seen = 0;
  for (let at = code.indexOf(name); at !== -1; at = code.indexOf(name, at + 1)) {
    if (++seen > maxOften) return undefined;
    if (/\w/.test(code[at - 1] ?? "") || !/\s[\s*&]*$/.test(code.slice(Math.max(0, at - 20), at))) continue;
    const open = /^\s*\(/.exec(code.slice(at + name.length, at + name.length + 20));
    if (open === null) continue;
    const parts = partsUntilClosed(code.slice(0, at + maxListLength), at + name.length + open[0].length);
    if (parts === undefined) return undefined;
    const body = /^\s*\{/.exec(code.slice(parts.end, parts.end + 100));
    if (body === null) continue;
    if (parts.texts.some((part) => part.includes("..."))) return undefined;
    // What the preprocessor leaves out may hold a bracket too many.
    const cut = !/^[ \t]*#[ \t]*if/m.test(code) && partsUntilClosed(code, parts.end + body[0].length) === undefined;
    found.push({ ...signatureOf(parts.texts), cut });
  }
  // Declared and defined elsewhere, or handed on by an include.
  return found.length === 0 && new RegExp(`\\b${name}\\s*\\(`).test(code) ? undefined : found;
};

const signatureOf = (parts: readonly string[]): Omit<Signature, "cut"> => {
  const given = parts.length === 1 && /^\s*(?:void\s*)?$/.test(parts[0] ?? "") ? [] : parts;
  const optional = given.findIndex((part) => part.includes("="));
  return { least: optional === -1 ? given.length : optional, kinds: given.map(kindOf), names: given.map(nameOf) };
};

/** Of a parameter; empty where it has none. */
const nameOf = (parameter: string): string =>
  /([A-Za-z_]\w*)\s*(?:\[\s*\])?\s*$/.exec(parameter.slice(0, 200).split("=")[0] ?? "")?.[1] ?? "";

const kindOf = (parameter: string): Kind => {
  const type = (parameter.split("=")[0] ?? "").replace(/\s+/g, " ").trim();
  if (type.length > 200) return "anything";
  if (/\b(?:string|TString|string_view)\b|\bchar\s*(?:const\s*)?\*/.test(type))
    return /<|\[/.test(type) ? "anything" : "text";
  return /^\s*(?:const\s+)?(?:unsigned\s+|signed\s+|long\s+|short\s+)*(?:int|float|double|bool|long|short|unsigned|size_t|u?int\d+_t|Int_t|UInt_t|Long64_t|Float_t|Double_t|Bool_t)\b[\s&]*(?:const\s*)?&?\s*\w*\s*$/.test(
    type,
  )
    ? "number"
    : "anything";
};

const withoutComments = (text: string): string =>
  text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, (found) => (found.startsWith('"') ? '""' : " "));

type Parts = { readonly texts: readonly string[]; readonly end: number };

/** Arguments or parameters from after an opening bracket to its closing one; `undefined`: it is never closed. */
export const partsUntilClosed = (text: string, from: number): Parts | undefined => {
  const texts: string[] = [];
  let begun = from;
  let depth = 0;
  let quote: string | undefined;
  for (let at = from; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (quote !== undefined) {
      if (letter === "\\") at++;
      else if (letter === quote) quote = undefined;
    } else if (letter === '"' || letter === "'") quote = letter;
    else if ("([{".includes(letter)) depth++;
    else if (letter === "," && depth === 0) {
      texts.push(text.slice(begun, at));
      begun = at + 1;
    } else if (")]}".includes(letter) && depth-- === 0)
      return { texts: [...texts, text.slice(begun, at)], end: at + 1 };
  }
  return undefined;
};

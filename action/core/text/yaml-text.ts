import type { ErrorCode } from "yaml";
import type { Place } from "./places.ts";

/** `code`: of the reader that knows places; without one, only the other reader complains. */
export type Complaint = { readonly message: string; readonly place: Place; readonly code?: ErrorCode };

type Words = readonly [RegExp, string];

/** What YAML readers say most, in an author's words. `$1` is what the pattern caught. */
const foreseen: readonly [Words, ...(readonly Words[])] = [
  [/keys must be unique|duplicated mapping key/, "This key appears twice; remove one of them."],
  [/multiple documents/, "A second document begins here (`---`); a request is one document."],
  [/[Tt]abs? .*indentation/, "This line is indented with a tab; use blanks."],
  [/input is empty/, "The file is empty."],
  [/Unresolved tag: (\S+)/, "The YAML tag $1 is not understood; write the value without it."],
  [/unknown .* tag !<tag:yaml\.org,2002:(\w+)>/, "The YAML tag !!$1 is not understood; write the value without it."],
  [
    /(?:unidentified alias|Unresolved alias)[^"]*"?([^" ]+)"?/,
    "`*$1` refers to `&$1`, which is not defined before it. Put text that begins with * in quotes.",
  ],
  [/(?:Alias|Anchor) cannot be an empty/, "A value that begins with * or & must be in quotes."],
  [
    /Nested mappings are not allowed|bad indentation of a mapping/,
    "This value contains a key: either the next line is indented too far, or text with a colon needs quotes.",
  ],
  [/mapping items must start at the same column/, "This line does not begin in the same column as its neighbours."],
  [/within flow collections/, "Between brackets or braces, text with a colon needs quotes, and a list is `[a, b]`."],
  [
    /Implicit keys need to be on a single line/,
    "This line is no key with its value: write the key, a colon and a blank.",
  ],
  [/at node end/, "The value ended before this text: put all of it in quotes, or remove the text."],
  [/Unexpected flow-(?:seq|map)-end/, "A bracket is closed here that was not opened."],
  [
    /block sequence may not be used as an implicit/,
    "This line belongs to a list, and the line above it is a key with a value.",
  ],
  [/Missing closing ['"]/, "A quote that was opened is never closed."],
  [/Flow (?:sequence|map) .*end with a ([\]}])/, "A bracket that was opened is never closed; `$1` is missing."],
  [/cannot start with .*(\S)$/, "A value that begins with $1 must be in quotes."],
  [/null byte|non-printable/, "The file holds an invisible control character here."],
  [
    /escape sequence/,
    "A backslash in double quotes begins a code such as \\n; use single quotes for a plain backslash.",
  ],
  [/Block scalar header|line break is expected|Not a YAML token/, "After `|` or `>` the text begins on the next line."],
  [/complex keys/, "A key must be one word."],
  [/call stack|Stack overflow/, "The file is nested too deeply here."],
];

/** A reader that lost its way complains again and again, so only the first complaint counts, and every duplicate key. */
export const plainComplaints = (complaints: readonly Complaint[]): readonly Complaint[] => {
  const [[twice]] = foreseen;
  const known = complaints.filter(({ message }) => foreseen.some(([pattern]) => pattern.test(message)));
  const [first = complaints[0], ...others] = known;
  if (first === undefined) return [];
  return [first, ...others.filter(({ message }) => twice.test(message)).slice(0, maxComplaints)].map(inPlainWords);
};

const maxComplaints = 20;

const inPlainWords = ({ message, place }: Complaint): Complaint => {
  const words = foreseen.find(([pattern]) => pattern.test(message));
  if (words === undefined) return { message, place };
  const [pattern, sentence] = words;
  const caught = pattern.exec(message)?.[1] ?? "";
  return { place, message: sentence.replaceAll("$1", () => caught) };
};

import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { type Located, problemAt } from "../text/places.ts";
import type { ProductionSource } from "../text/source-file.ts";

/** How a template marks the lines of its request that everybody changes. */
const mark = /(?<=^|\s)# CHANGE:/;
/** Marks a file that the author must replace by his own. */
const fileMark = /^\s*(?:\/\/|#) CHANGE THIS:/m;
const placeholder = "@some-user";

/** Finds placeholders of a template that the author did not replace. */
export const checkPlaceholders = (
  where: Located,
  { contact }: Request,
  { file, bytes }: Pick<ProductionSource, "file" | "bytes">,
): readonly Problem[] => {
  const text = holds(bytes, "# CHANGE:") ? new TextDecoder().decode(bytes) : "";
  const marked = text.split("\n").flatMap((line, index): readonly Problem[] => {
    const at = line.search(mark);
    if (at === -1) return [];
    const message = "This line is still the template's.";
    const hint = "change it and remove the mark";
    return [{ ...problemAt(where, [], "unedited-template", { message, hint }), file, line: index + 1, col: at + 1 }];
  });
  const people = contact.flatMap((person, index) =>
    person === placeholder
      ? problemAt(where, ["contact", index], "unedited-template", {
          message: `${person} is nobody: write your own login.`,
        })
      : [],
  );
  return [...marked, ...people.filter(({ line }) => marked.every((one) => one.line !== line))];
};

export const isUnedited = (bytes: Uint8Array): boolean =>
  holds(bytes, "CHANGE THIS:") && fileMark.test(new TextDecoder().decode(bytes));

/** Looks at the bytes where they are. */
const holds = ({ buffer, byteOffset, byteLength }: Uint8Array, text: string): boolean =>
  Buffer.from(buffer, byteOffset, byteLength).includes(text);

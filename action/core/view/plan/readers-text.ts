import { code, details, lines, type Markdown, md } from "../../markdown/markdown.ts";
import { counted } from "../../text/amounts.ts";

/** A production that reads data of another, and the version of it that it names. */
export type DataReader = { readonly tag: string; readonly version: string; readonly reads: string };

const maxReaders = 20;

/** The readers of what changes: they keep the version that they name, so somebody has to think of them. */
export const readersPart = (tag: string, readers: readonly DataReader[]): readonly Markdown[] => {
  if (readers.length === 0) return [];
  const rest = readers.length - maxReaders;
  return [
    details(
      `Read by ${counted(readers.length, "production")}`,
      lines([
        md`They keep the version of ${code(tag)} that they name, until somebody moves it:\n`,
        ...readers
          .slice(0, maxReaders)
          .map(({ tag: reader, version, reads }) => md`- ${code(`${reader} ${version}`)} reads ${reads}`),
        ...(rest > 0 ? [md`- ${rest} more`] : []),
      ]),
    ),
  ];
};

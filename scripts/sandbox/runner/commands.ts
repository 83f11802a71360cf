export type AnnotationLevel = "error" | "warning" | "notice";

export type Annotation = {
  readonly level: AnnotationLevel;
  readonly message: string;
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  readonly col: number | undefined;
  readonly endColumn: number | undefined;
  /** GitHub shows the first ten of each level a step. */
  readonly shown: boolean;
};

export type LineReader = {
  /** The line as the log has it, or `undefined`: it was for the runner alone. */
  read(line: string): string | undefined;
  annotations(): readonly Annotation[];
};

const levels: readonly AnnotationLevel[] = ["error", "warning", "notice"];

/** Workflow commands in what a step prints. */
export const openLineReader = (addMask: (secret: string) => void): LineReader => {
  const annotations: Annotation[] = [];
  let stoppedBy: string | undefined;
  const annotate = (level: AnnotationLevel, values: ReadonlyMap<string, string>, message: string): void => {
    const number = (name: string): number | undefined => (values.has(name) ? Number(values.get(name)) : undefined);
    const shown = annotations.filter((each) => each.level === level).length < 10;
    annotations.push({
      level,
      message,
      title: values.get("title"),
      file: values.get("file"),
      line: number("line"),
      endLine: number("endLine"),
      col: number("col"),
      endColumn: number("endColumn"),
      shown,
    });
  };
  return {
    annotations: () => annotations,
    read: (line) => {
      const [, name = "", given = "", value = ""] =
        /^\s*::([A-Za-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line) ?? [];
      if (stoppedBy !== undefined) {
        if (name === stoppedBy) stoppedBy = undefined;
        return line;
      }
      const level = levels.find((each) => each === name);
      const message = decode(value);
      if (level !== undefined) {
        annotate(level, properties(given), message);
        return `##[${level}]${message}`;
      }
      switch (name) {
        case "add-mask":
          for (const part of message.split("\n")) addMask(part);
          return undefined;
        case "group":
        case "debug":
          return `##[${name}]${message}`;
        case "endgroup":
          return "##[endgroup]";
        case "stop-commands":
          stoppedBy = message;
          return line;
        default:
          return line;
      }
    },
  };
};

const decode = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");

const properties = (given: string): ReadonlyMap<string, string> =>
  new Map(
    given.split(",").flatMap((part) => {
      const at = part.indexOf("=");
      return at < 0
        ? []
        : [
            [
              part.slice(0, at).trim(),
              decode(
                part
                  .slice(at + 1)
                  .replaceAll("%3A", ":")
                  .replaceAll("%2C", ","),
              ),
            ] as const,
          ];
    }),
  );

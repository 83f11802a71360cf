/** The strings and names within `macro.C(10,"out.root")`. */
export const tokensOf = (text: string): readonly string[] => text.split(/[\s"'(),;=]+/);

/** The name of a file without its folders. */
export const baseOf = (file: string): string => file.split("/").at(-1) ?? file;

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Of the shells that `shrek completion` serves, those that this machine lacks. */
export const missingShells = (): readonly string[] =>
  ["bash", "zsh", "fish"].filter(
    (shell) => !(process.env["PATH"] ?? "").split(delimiter).some((dir) => isProgram(join(dir, shell))),
  );

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

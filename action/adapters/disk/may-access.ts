import { access, constants } from "node:fs/promises";

/** Whether this process may do it with the file, such as `constants.R_OK`; by itself, whether the file is there. */
export const mayAccess = (path: string, mode: number = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

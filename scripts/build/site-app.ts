import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";

/** The app of `shrek site`: one script for browsers, read by nothing else of the program, its style and its icon. */
export const buildSite = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true });
  const bundle = await rolldown({ input: join(from, "app.ts"), platform: "browser", logLevel: "warn" });
  await bundle.write({ file: join(to, "app.js"), format: "iife", minify: true });
  await bundle.close();
  for (const file of ["app.css", "icon.svg"]) await copyFile(join(from, file), join(to, file));
};

import { folders } from "./proposing.ts";

export const pathParameters = {
  kind: "array",
  parameter: {
    brief: "A production's folder or production.yaml, or a folder above several",
    parse: String,
    placeholder: "PATH",
    ...folders,
  },
} as const;

/** The folder of one production. */
export const folderParameter = {
  brief: "A production's folder",
  parse: String,
  placeholder: "PATH",
  ...folders,
} as const;

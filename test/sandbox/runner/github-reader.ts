import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import type { ActionMetadata } from "@actions/languageservice/action";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";
import { root } from "../../../scripts/demo/scene.ts";

// Its modules import JSON without saying so, which Node refuses.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { validate } = await import("@actions/languageservice");

/** Our actions are known by their files; what others have is not asked for. */
const actionsMetadataProvider = {
  fetchActionMetadata: async ({ name, path }: { readonly name: string; readonly path?: string }) =>
    name === "shrek"
      ? (parse(readFileSync(join(root, path ?? "", "action.yml"), "utf8")) as ActionMetadata)
      : undefined,
};

/** Actions of others: that it could not ask for them says nothing about ours. */
const notAsked = /^Unable to resolve action `actions\//;
let asked = 0;

/** What GitHub's own language service finds in a workflow or an `action.yml`: `line: message`. */
export const githubFindings = async (path: string, text: string): Promise<readonly string[]> => {
  // It remembers what it read by the address.
  const document = TextDocument.create(`file:///${++asked}/${path}`, "yaml", 0, text);
  const found = await validate(document, { actionsMetadataProvider });
  return found
    .filter(({ message }) => !notAsked.test(textOf(message)))
    .map(({ range, message }) => `${range.start.line + 1}: ${textOf(message)}`);
};

const textOf = (message: string | { readonly value: string }): string =>
  typeof message === "string" ? message : message.value;

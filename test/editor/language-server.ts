import { spawn } from "node:child_process";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { root } from "../../scripts/demo/scene.ts";

export type Position = { readonly line: number; readonly character: number };
type Diagnostic = { readonly message: string; readonly range: { readonly start: Position; readonly end: Position } };
type Item = { readonly label: string };

/** yaml-language-server as editors start it, with one schema for every request. */
export type Editor = {
  diagnostics(name: string, text: string): Promise<readonly Diagnostic[]>;
  completion(name: string, text: string, at: Position): Promise<readonly string[]>;
  hover(name: string, text: string, at: Position): Promise<string>;
  close(): Promise<void>;
};

export const openEditor = async (schema: string): Promise<Editor> => {
  const program = `${root}node_modules/yaml-language-server/bin/yaml-language-server`;
  const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const settings = {
    schemas: { [schema]: "production.yaml" },
    schemaStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  };
  const line = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Map<string, (found: readonly Diagnostic[]) => void>();
  line.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) => waiting.get(uri)?.(diagnostics),
  );
  line.onRequest("client/registerCapability", () => null);
  // The server asks for its settings, section by section.
  line.onRequest("workspace/configuration", ({ items }: { items: readonly { readonly section: string }[] }) =>
    items.map(({ section }) => (section === "yaml" ? settings : {})),
  );
  line.listen();
  await line.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ["markdown"] } } },
  });
  await line.sendNotification("initialized", {});
  await line.sendNotification("workspace/didChangeConfiguration", { settings: {} });

  const opened = async (
    name: string,
    text: string,
  ): Promise<{ readonly uri: string; readonly found: readonly Diagnostic[] }> => {
    const uri = `file:///requests/${name}/production.yaml`;
    const heard = new Promise<readonly Diagnostic[]>((resolve) => waiting.set(uri, resolve));
    await line.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
    return { uri, found: await heard };
  };
  return {
    diagnostics: async (name, text) => (await opened(name, text)).found,
    completion: async (name, text, position) => {
      const { uri } = await opened(name, text);
      const answer = await line.sendRequest<{ items: readonly Item[] }>("textDocument/completion", {
        textDocument: { uri },
        position,
      });
      return answer.items.map(({ label }) => label);
    },
    hover: async (name, text, position) => {
      const { uri } = await opened(name, text);
      const answer = await line.sendRequest<{ contents: { value: string } } | null>("textDocument/hover", {
        textDocument: { uri },
        position,
      });
      return answer?.contents.value ?? "";
    },
    close: async () => {
      await line.sendRequest("shutdown");
      await line.sendNotification("exit");
      await gone;
      line.dispose();
    },
  };
};

import { git, resolveRevision } from "../git.ts";
import { readObject } from "../objects.ts";
import { allRefs } from "../refs.ts";
import { encodePath } from "./diff-box.ts";
import { type Html, html, link } from "./html.ts";
import { markdownBox } from "./markdown.ts";
import type { Shown, Visit } from "./visit.ts";

type Place = { readonly ref: string; readonly path: string };

/** A branch or a tag may have slashes in its name: the longest that there is, else a commit. */
const placeOf = ({ repository }: Visit, rest: string): Place => {
  const names = [...allRefs(repository.dir).keys()].flatMap(
    (ref) => /^refs\/(?:heads|tags)\/(.*)$/.exec(ref)?.[1] ?? [],
  );
  const named = names
    .filter((name) => rest === name || rest.startsWith(`${name}/`))
    .toSorted((one, other) => other.length - one.length);
  const ref = named[0] ?? rest.split("/")[0] ?? "";
  return { ref, path: rest.slice(ref.length + 1) };
};

/** `/tree/REF/PATH`: a folder, with its README below. */
export const treePage = async (visit: Visit, rest: string): Promise<Shown> => {
  const { ref, path } = placeOf(visit, rest);
  const { repository, home } = visit;
  const folder = path === "" ? "" : `${path}/`;
  if ((await resolveRevision(repository.dir, `${ref}^{commit}`)) === undefined) return undefined;
  const listed = await git(repository.dir, ["ls-tree", "-z", `${ref}^{commit}`, "--", folder || "."]);
  if (listed === "" && path !== "") return undefined;
  const entries = listed
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [meta = "", name = ""] = line.split("\t");
      return { name, isFolder: meta.split(" ")[1] === "tree" };
    });
  const sorted = entries.toSorted((one, other) => Number(other.isFolder) - Number(one.isFolder));
  const rows = sorted.map(
    ({ name, isFolder }) =>
      html`<li>${isFolder ? "📁" : "📄"} ${link(`${home}/${isFolder ? "tree" : "blob"}/${ref}/${encodePath(name)}`, name.slice(folder.length))}</li>`,
  );
  const readme = entries.find(({ name }) => name.toLowerCase() === `${folder}readme.md`.toLowerCase());
  const words =
    readme === undefined
      ? undefined
      : (await readObject(repository.dir, `${ref}^{commit}:${readme.name}`))?.bytes.toString("utf8");
  return {
    title: path === "" ? ref : `${path} of ${ref}`,
    body: html`<p class="soft">${crumbs(home, { ref, path })} · ${link(`${home}/commits/${ref}`, "commits")}</p><ul class="rows">${rows}</ul>${words === undefined ? undefined : html`<article class="box"><div>${rendered(visit, { ref, path: `${folder}README.md` }, words)}</div></article>`}`,
    data: entries.map(({ name }) => name.slice(folder.length)),
  };
};

/** `/blob/REF/PATH`: a file; Markdown as it is read, or as it is written with `?plain=1`. */
export const blobPage = async (visit: Visit, rest: string): Promise<Shown> => {
  const place = placeOf(visit, rest);
  const bytes = await bytesAt(visit, place);
  if (bytes === undefined) return undefined;
  const { home, query } = visit;
  const address = `${place.ref}/${encodePath(place.path)}`;
  const isMarkdown = place.path.endsWith(".md") && query.get("plain") === null;
  const other = place.path.endsWith(".md")
    ? html` · ${isMarkdown ? link(`${home}/blob/${address}?plain=1`, "as written") : link(`${home}/blob/${address}`, "as read")}`
    : undefined;
  const text = bytes.toString("utf8");
  const body = bytes.includes(0)
    ? html`<p>${bytes.length} bytes, no text.</p>`
    : isMarkdown
      ? html`<article class="box"><div>${rendered(visit, place, text)}</div></article>`
      : html`<div class="box wide">${lines(text)}</div>`;
  return {
    title: place.path,
    body: html`<p class="soft">${crumbs(home, place)} · ${link(`${home}/raw/${address}`, "raw")}${other}</p>${body}`,
  };
};

export const rawFile = async (visit: Visit, rest: string): Promise<Shown> => {
  const bytes = await bytesAt(visit, placeOf(visit, rest));
  return bytes === undefined ? undefined : { text: bytes.toString("utf8"), type: "text/plain" };
};

const bytesAt = async ({ repository }: Visit, { ref, path }: Place): Promise<Buffer | undefined> => {
  const found = path === "" ? undefined : await readObject(repository.dir, `${ref}^{commit}:${path}`);
  return found?.type === "blob" ? found.bytes : undefined;
};

/** Pages of the ledger are written by SHREK; all other files by people. */
const rendered = ({ home }: Visit, { ref, path }: Place, text: string): Html =>
  markdownBox({ text, ours: ref === "ledger", below: `${home}/blob/${ref}/${encodePath(path)}`, home });

const lines = (text: string): Html =>
  html`<table class="lines">${text
    .replace(/\n$/, "")
    .split("\n")
    .map((line, at) => html`<tr id="L${at + 1}"><td>${at + 1}</td><td>${line}</td></tr>`)}</table>`;

const crumbs = (home: string, { ref, path }: Place): Html => {
  const parts = path.split("/").filter((part) => part !== "");
  const folders = parts
    .slice(0, -1)
    .map((part, at) => html` / ${link(`${home}/tree/${ref}/${encodePath(parts.slice(0, at + 1).join("/"))}`, part)}`);
  return html`${link(`${home}/tree/${ref}`, ref)}${folders}${parts.length === 0 ? undefined : html` / ${parts.at(-1)}`}`;
};

import { campaignsPage } from "./campaigns-page.ts";
import { el, linkTo } from "./dom.ts";
import { showProduction } from "./production-page.ts";
import { productionsPage } from "./productions-page.ts";
import { accountingPage, deliveredPage, sitesPage } from "./sums-pages.ts";

type Page = { readonly title: string; readonly nodes: readonly Node[] };

/** `#/productions?state=failed`: the page, what it is about, and its filters. */
const pageOf = async (path: string, query: string): Promise<Page> => {
  const [name = "", ...parts] = path.split("/").map(decodeURIComponent);
  switch (name) {
    case "productions":
      return { title: "Productions", nodes: await productionsPage(query) };
    case "p":
      return { title: parts.join(" "), nodes: await showProduction(parts) };
    case "campaigns":
      return { title: "Campaigns", nodes: await campaignsPage(parts[0]) };
    case "delivered":
      return { title: "Delivered", nodes: await deliveredPage(query) };
    case "accounting":
      return { title: "Accounting", nodes: await accountingPage() };
    case "sites":
      return { title: "Sites", nodes: await sitesPage() };
    default:
      return { title: "Not found", nodes: [el("h1", {}, "Not found"), el("p", {}, "There is no such page.")] };
  }
};

const overview = document.getElementById("overview");
const view = document.getElementById("view");
const pages = document.getElementById("pages");
const ofSite = document.title.replace(/^[^,]*/, "");
let asked = 0;

const draw = async (isFirst: boolean): Promise<void> => {
  // What is no page is a place in this one, such as that of the link over the pages.
  if (location.hash !== "" && !location.hash.startsWith("#/")) return;
  const [path = "", query = ""] = location.hash.slice(2).split("?");
  const mine = ++asked;
  if (overview !== null) overview.hidden = path !== "";
  if (view === null) return;
  view.hidden = path === "";
  for (const one of pages?.querySelectorAll("a") ?? []) {
    const name = one.getAttribute("href")?.slice(2) ?? "";
    if (name === path.split("/")[0] || (name === "productions" && path.startsWith("p/")))
      one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  if (path === "") document.title = `Overview${ofSite}`;
  else {
    view.setAttribute("aria-busy", "true");
    const { title, nodes } = await pageOf(path, query).catch(failed);
    if (mine !== asked) return;
    view.replaceChildren(...nodes);
    view.removeAttribute("aria-busy");
    document.title = `${title}${ofSite}`;
  }
  if (isFirst) return;
  scrollTo(0, 0);
  document.getElementById("main")?.focus({ preventScroll: true });
};

const failed = (error: unknown): Page => ({
  title: "Not shown",
  nodes: [
    el("h1", {}, "Not shown"),
    el("p", {}, `This page cannot be shown: ${error instanceof Error ? error.message : String(error)}.`),
    el("p", {}, linkTo("#/productions", "Look among all productions")),
    ...(location.protocol === "file:"
      ? [
          el(
            "p",
            {},
            "A browser reads data only from a server: python3 -m http.server in the folder of the site is one.",
          ),
        ]
      : []),
  ],
});

if (pages !== null) pages.hidden = false;
addEventListener("hashchange", () => void draw(false));
void draw(true);

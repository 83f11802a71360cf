import type { Answer, Call } from "./call.ts";

/** 30 a page unless asked, 100 at most. */
export const pageOf = <T>(call: Call, all: readonly T[]): { readonly items: readonly T[]; readonly link: string } => {
  const size = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30)));
  const page = Math.max(1, Number(call.query.get("page") ?? 1));
  const last = Math.max(1, Math.ceil(all.length / size));
  const address = (number: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(number));
    return `<${call.world.url()}${call.params["path$"] ?? ""}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [address(page - 1, "prev"), address(1, "first")] : []),
    ...(page < last ? [address(page + 1, "next"), address(last, "last")] : []),
  ];
  return { items: all.slice((page - 1) * size, page * size), link: links.join(", ") };
};

export const paged = <T>(call: Call, all: readonly T[], shape: (item: T) => unknown): Answer => {
  const { items, link } = pageOf(call, all);
  return { status: 200, body: items.map(shape), headers: link === "" ? {} : { link } };
};

import { posix } from "node:path";

/** A link of a page in docs that leads out of docs goes to the file on GitHub, at the version that the site shows. */
export const outside = (link: string, page: string, files: string): string => {
  if (/^[a-z]+:|^#|^\//i.test(link)) return link;
  const target = posix.normalize(posix.join("docs", posix.dirname(page), link));
  return target.startsWith("docs/") && (/\.md(#|$)/.test(target) || /\.png$/.test(target))
    ? link.replace(/README\.md(?=#|$)/, "")
    : `${files}/${target}`;
};

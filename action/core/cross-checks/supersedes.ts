/** `TAG@VERSION`; a version alone is one of the tag that names it. */
export const supersededBy = (tag: string, written: readonly string[] = []): readonly string[] =>
  written.map((one) => (one.includes("@") ? one : tagAtVersion(tag, one)));

export const tagAtVersion = (tag: string, version: string): string => `${tag}@${version}`;

export const partsOf = (name: string): { readonly tag: string; readonly version: string } => {
  const at = name.indexOf("@");
  return { tag: name.slice(0, at), version: name.slice(at + 1) };
};

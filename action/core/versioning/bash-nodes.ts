/** A node of the bash that was read, as JSON. */
export type BashNode = Readonly<Record<string, unknown>> & { readonly type?: unknown };

export const isNode = (node: unknown): node is BashNode => typeof node === "object" && node !== null;

export const spanOf = ({ pos, end }: BashNode): { readonly pos: number; readonly end: number } => ({
  pos: Number(pos),
  end: Number(end),
});

export type TextSpan = ReturnType<typeof spanOf>;

/** Each before those inside it. */
export const nodesIn = (node: unknown): readonly BashNode[] => {
  const found: BashNode[] = [];
  const visit = (one: unknown): void => {
    if (!isNode(one)) return;
    if (!Array.isArray(one)) found.push(one);
    for (const inside of Object.values(one)) visit(inside);
  };
  visit(node);
  return found;
};

/** A node of the bash that was read, as JSON. */
export type BashNode = Readonly<Record<string, unknown>> & { readonly type?: unknown };

export const isNode = (node: unknown): node is BashNode => typeof node === "object" && node !== null;

export const spanOf = ({ pos, end }: BashNode): { readonly pos: number; readonly end: number } => ({
  pos: Number(pos),
  end: Number(end),
});

export type TextSpan = ReturnType<typeof spanOf>;

export const nodesIn = (node: unknown): readonly BashNode[] => {
  if (Array.isArray(node)) return node.flatMap(nodesIn);
  return isNode(node) ? [node, ...Object.values(node).flatMap(nodesIn)] : [];
};

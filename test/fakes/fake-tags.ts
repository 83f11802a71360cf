import type { Tags } from "../../action/ports/tags.ts";

/** Annotated tags in memory: name to message. */
export const fakeTags = (made = new Map<string, string>()): Tags & { readonly made: Map<string, string> } => ({
  made,
  message: async (name) => made.get(name),
  list: async () => {
    const now = new Map(made);
    return {
      names: new Set(now.keys()),
      messages: async (names) => new Map([...now].filter(([name]) => names.includes(name))),
    };
  },
  names: async () => [...made.keys()],
  create: async (name, _commit, message) => {
    if (made.has(name)) return "exists";
    made.set(name, message);
    return "created";
  },
});

import type { Tags } from "../../action/ports/tags.ts";

/** Annotated tags in memory: name to message. */
export const fakeTags = (made = new Map<string, string>()): Tags & { readonly made: Map<string, string> } => ({
  made,
  message: async (name) => made.get(name),
  all: async (only) => new Map([...made].filter(([name]) => only?.has(name) !== false)),
  names: async () => [...made.keys()],
  create: async (name, _commit, message) => {
    if (made.has(name)) return "exists";
    made.set(name, message);
    return "created";
  },
});

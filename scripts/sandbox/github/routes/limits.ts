import { type Call, ok, type Route } from "../call.ts";
import { limitOf } from "../rate-limits.ts";

export const limitRoutes = {
  "rate-limit/get": {
    needs: [],
    role: "none",
    answer: ({ world, token }: Call) => {
      const core = limitOf(world, token);
      return ok({ resources: { core, search: core }, rate: core });
    },
  },
} satisfies Readonly<Record<string, Route>>;

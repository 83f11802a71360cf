import { type Call, ok, type Route } from "./call.ts";
import { limitOf } from "./rate-limits.ts";
import { actionsSettingsRoutes } from "./routes/actions-settings.ts";
import { activityRoutes } from "./routes/activity.ts";
import { appRoutes } from "./routes/app.ts";
import { compareRoutes } from "./routes/compare.ts";
import { contentRoutes } from "./routes/contents.ts";
import { dispatchRoutes } from "./routes/dispatch.ts";
import { environmentRoutes } from "./routes/environments.ts";
import { gitDataRoutes } from "./routes/git-data.ts";
import { issueRoutes } from "./routes/issues.ts";
import { mergeRoutes } from "./routes/merge.ts";
import { peopleRoutes } from "./routes/people.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { refRoutes } from "./routes/refs.ts";
import { repositoryRoutes } from "./routes/repository.ts";
import { reviewRoutes } from "./routes/reviews.ts";
import { rulesetRoutes } from "./routes/rulesets.ts";
import { variableRoutes } from "./routes/variables.ts";

const limitRoutes = {
  "rate-limit/get": {
    needs: [],
    role: "none",
    answer: ({ world, token }: Call) => {
      const core = limitOf(world, token, "core");
      return ok({ resources: { core, search: core, graphql: limitOf(world, token, "graphql") }, rate: core });
    },
  },
} satisfies Readonly<Record<string, Route>>;

/** By the operation names of GitHub's description; the slice is cut to these. */
export const routes: Readonly<Record<string, Route>> = {
  ...actionsSettingsRoutes,
  ...activityRoutes,
  ...appRoutes,
  ...compareRoutes,
  ...contentRoutes,
  ...dispatchRoutes,
  ...environmentRoutes,
  ...gitDataRoutes,
  ...issueRoutes,
  ...limitRoutes,
  ...mergeRoutes,
  ...peopleRoutes,
  ...pullRoutes,
  ...refRoutes,
  ...repositoryRoutes,
  ...reviewRoutes,
  ...rulesetRoutes,
  ...variableRoutes,
};

import { type Call, created, noContent, ok, type Route } from "../call.ts";
import { textOf } from "../json.ts";
import { needs } from "../permissions.ts";
import { notFound, Refusal } from "../refusal.ts";

const nameOf = (call: Call): string => textOf(call.params["name"]);

const get = (call: Call) => {
  const value = call.repository().variables.get(nameOf(call));
  if (value === undefined) throw notFound();
  const { createdAt } = call.repository();
  return ok({ name: nameOf(call), value, created_at: createdAt, updated_at: createdAt });
};

const create = (call: Call) => {
  const { variables } = call.repository();
  const name = textOf(call.body["name"]);
  if (variables.has(name)) throw new Refusal(409, "Already exists - Variable already exists");
  variables.set(name, textOf(call.body["value"]));
  return created({});
};

const update = (call: Call) => {
  const { variables } = call.repository();
  if (!variables.has(nameOf(call))) throw notFound();
  variables.set(nameOf(call), textOf(call.body["value"]));
  return noContent;
};

/** Variables of the repository, beside those of its environments. */
export const variableRoutes = {
  "actions/get-repo-variable": { needs: [needs("variables: read")], role: "write", answer: get },
  "actions/create-repo-variable": { needs: [needs("variables: write")], role: "write", answer: create },
  "actions/update-repo-variable": { needs: [needs("variables: write")], role: "write", answer: update },
} satisfies Readonly<Record<string, Route>>;

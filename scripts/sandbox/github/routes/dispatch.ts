import { parse } from "yaml";
import { type Call, noContent, type Route } from "../call.ts";
import { resolveRevision, tryGit } from "../git.ts";
import { isObject, type JsonObject, objectOf, textOf } from "../json.ts";
import { example, payload } from "../payloads.ts";
import { needs } from "../permissions.ts";
import { Refusal } from "../refusal.ts";
import { emit } from "../world.ts";

const dispatch = async (call: Call) => {
  const { dir } = call.repository();
  const file = textOf(call.params["workflow_id"]);
  const path = `.github/workflows/${file}`;
  const given = textOf(call.body["ref"]);
  const short = given.replace(/^refs\/(heads|tags)\//, "");
  const kind = (await resolveRevision(dir, `refs/heads/${short}`)) !== undefined ? "heads" : "tags";
  if ((await resolveRevision(dir, `refs/${kind}/${short}`)) === undefined)
    throw new Refusal(422, `No ref found for: ${given}`);
  const { code, text } = await tryGit(dir, ["cat-file", "blob", `refs/${kind}/${short}:${path}`]);
  if (code !== 0) throw new Refusal(404, "Not Found");
  const inputs = objectOf(call.body["inputs"]);
  judgeInputs(text, inputs);
  const ours = { inputs, ref: `refs/${kind}/${short}`, workflow: path };
  emit(
    call.world,
    call.repository(),
    call.token,
    "workflow_dispatch",
    payload(call.world, call.repository(), call.token.login, example("workflow_dispatch"), ours),
  );
  return noContent;
};

const judgeInputs = (text: string, inputs: JsonObject): void => {
  const on: unknown = objectOf(parse(text))["on"];
  const trigger =
    on === "workflow_dispatch" ||
    (Array.isArray(on) && on.includes("workflow_dispatch")) ||
    (isObject(on) && "workflow_dispatch" in on);
  if (!trigger) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const declared = objectOf(objectOf(objectOf(on)["workflow_dispatch"])["inputs"]);
  const unknown = Object.keys(inputs).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Refusal(422, `Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  for (const [name, input] of Object.entries(declared))
    if (objectOf(input)["required"] === true && inputs[name] === undefined && objectOf(input)["default"] === undefined)
      throw new Refusal(422, `Required input '${name}' not provided`);
};

export const dispatchRoutes = {
  "actions/create-workflow-dispatch": { needs: [needs("actions: write")], role: "write", answer: dispatch },
} satisfies Readonly<Record<string, Route>>;

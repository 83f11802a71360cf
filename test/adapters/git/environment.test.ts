import { expect, test } from "vitest";
import { gitEnvironment } from "../../../action/adapters/git/environment.ts";

test("git gets the environment variables that it needs, and no other variable", () => {
  const own = {
    PATH: "/bin",
    HOME: "/home/ada",
    https_proxy: "http://proxy:3128",
    GIT_SSH_COMMAND: "ssh -4",
    SSH_AUTH_SOCK: "/tmp/agent",
    NODE_OPTIONS: "--title=x",
    "INPUT_PANDA-ROBOT-SECRET": "a",
    ACTIONS_RUNTIME_TOKEN: "b",
    GITHUB_TOKEN: "c",
    AWS_SECRET_ACCESS_KEY: "d",
  };

  expect(gitEnvironment(own)).toEqual({
    PATH: "/bin",
    HOME: "/home/ada",
    https_proxy: "http://proxy:3128",
    GIT_SSH_COMMAND: "ssh -4",
    SSH_AUTH_SOCK: "/tmp/agent",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_GRAFT_FILE: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  });
});

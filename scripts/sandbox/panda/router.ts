import { apiRoute } from "./api.ts";
import type { Call } from "./call.ts";
import { type Answer, text } from "./envelope.ts";
import { fileBrowser, logFile } from "./file-browser.ts";
import { serveCacheFile } from "./file-server.ts";
import { authConfig, deviceCode, discovery, jwks, tokenEndpoint } from "./issuer.ts";
import { legacyRoute } from "./legacy.ts";
import { dataPage, logPage, taskPage, tasksPage } from "./monitor.ts";
import type { Route } from "./route.ts";
import type { Sandbox } from "./sandbox.ts";

/** PanDA, its issuer and its monitor live at one address here. */
export const findRoute = (sandbox: Sandbox, call: Call): Route => {
  const { path } = call;
  if (/^\/api\/(v1|latest)\//.test(path)) return apiRoute(sandbox, call);
  if (path.startsWith("/server/panda/")) return legacyRoute(sandbox, call);
  if (path.startsWith("/cache/"))
    return plain("cache", () => serveCacheFile(sandbox, decodeURIComponent(path.slice("/cache/".length))));
  if (/^\/auth\/[\w.]+_auth_config\.json$/.test(path))
    return plain("auth_config", () =>
      path.startsWith(`/auth/${sandbox.settings.vo}`) ? authConfig(sandbox) : text("Not Found", 404),
    );
  if (path === "/.well-known/openid-configuration") return plain("openid-configuration", () => discovery(sandbox));
  if (path === "/jwks") return plain("jwks", () => jwks(sandbox));
  if (path === "/token") return plain("token", () => tokenEndpoint(sandbox, call));
  if (path === "/device") return plain("device", () => deviceCode(sandbox));
  const page = /^\/(task|log)\/(\d+)\/?$/.exec(path);
  if (page?.[1] === "task") return plain("monitor", () => taskPage(sandbox, call, Number(page[2])));
  if (page?.[1] === "log") return plain("monitor", () => logPage(sandbox, Number(page[2])));
  if (path === "/filebrowser/") return plain("filebrowser", () => fileBrowser(sandbox, call));
  if (path.startsWith("/media/filebrowser/")) return plain("media", () => logFile(sandbox, call));
  const [, dataset, file] = /^\/data\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (dataset !== undefined && file !== undefined)
    return plain("monitor", () => dataPage(sandbox, decodeURIComponent(dataset), decodeURIComponent(file)));
  if (path === "/" || /^\/tasks\/?$/.test(path)) return plain("monitor", () => tasksPage(sandbox, call));
  return plain("unknown", () => text("Not Found", 404));
};

const plain = (key: string, respond: () => Answer | Promise<Answer>): Route => ({ keys: [key], respond });

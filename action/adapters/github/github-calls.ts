import { getProxyUrl } from "@actions/http-client/lib/proxy";
import { Octokit as Calls } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { restEndpointMethods } from "@octokit/plugin-rest-endpoint-methods";

export const GithubCalls = Calls.plugin(restEndpointMethods, paginateRest);
export type Octokit = InstanceType<typeof GithubCalls>;

type Fetch = (address: string, options?: object) => Promise<unknown>;

/**
 * Node's own way to a server, or the one on which https_proxy leads: for that one alone a second HTTP client of 700 KB is
 * loaded, which would be a third of the time in which an action starts (ADR 24).
 */
export const fetchFrom = (server: string): Fetch =>
  getProxyUrl(new URL(server)) === undefined ? fetch : throughProxy(server);

const throughProxy = (server: string): Fetch => {
  let opened: Promise<Fetch> | undefined;
  return async (address, options) => (await (opened ??= openProxy(server)))(address, options);
};

const openProxy = async (server: string): Promise<Fetch> => {
  const [{ HttpClient }, undici] = await Promise.all([import("@actions/http-client"), import("undici")]);
  const dispatcher = new HttpClient().getAgentDispatcher(server);
  return (address, options) =>
    undici.fetch(address, { ...options, ...(dispatcher === undefined ? {} : { dispatcher }) });
};

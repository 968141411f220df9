export interface Addresses {
  /** Root of the REST API, without a slash at its end. */
  api: string;
  /** Where GraphQL queries are sent. */
  graphql: string;
  /** Root of the pages for people. */
  web: string;
  /** Issuer of the OIDC tokens that workflows get. */
  oidcIssuer: string;
}

/** From the configured address: github.com, a `ghe.com` tenant, or an Enterprise Server. */
export function addressesOf(baseUrl: string): Addresses {
  const { origin, protocol, hostname, host, pathname } = new URL(baseUrl);
  if (hostname === "api.github.com" || hostname === "github.com") {
    return {
      api: "https://api.github.com",
      graphql: "https://api.github.com/graphql",
      web: "https://github.com",
      oidcIssuer: "https://token.actions.githubusercontent.com",
    };
  }
  if (hostname.endsWith(".ghe.com")) {
    const tenant = host.replace(/^api\./, "");
    return {
      api: `${protocol}//api.${tenant}`,
      graphql: `${protocol}//api.${tenant}/graphql`,
      web: `${protocol}//${tenant}`,
      oidcIssuer: `${protocol}//token.actions.${tenant}`,
    };
  }
  const path = pathname.replace(/\/+$/, "");
  const api = `${origin}${path === "" ? "/api/v3" : path}`;
  return {
    api,
    graphql: `${api.replace(/\/v3$/, "")}/graphql`,
    web: origin,
    oidcIssuer: `${origin}/_services/token`,
  };
}

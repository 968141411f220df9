export interface Addresses {
  /** Root of the REST API, without a slash at its end. */
  api: string;
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
      web: "https://github.com",
      oidcIssuer: "https://token.actions.githubusercontent.com",
    };
  }
  if (hostname.endsWith(".ghe.com")) {
    const tenant = host.replace(/^api\./, "");
    return {
      api: `${protocol}//api.${tenant}`,
      web: `${protocol}//${tenant}`,
      oidcIssuer: `${protocol}//token.actions.${tenant}`,
    };
  }
  const path = pathname.replace(/\/+$/, "");
  return {
    api: `${origin}${path === "" ? "/api/v3" : path}`,
    web: origin,
    oidcIssuer: `${origin}/_services/token`,
  };
}

/** A public issuer: strangers get tokens from it too, so the subject must name the own tenant. */
export interface PublicIssuer {
  issuer: RegExp;
  name: string;
  /** The subject names the own tenant literally. */
  tenant: RegExp;
  /** The subject names one repository, project or workspace literally. */
  unit: RegExp;
  /** Values that need no literal branch or environment to be narrow. */
  narrow?: RegExp;
}

export const publicSignIn = "a public sign-in provider";

const publicIssuers: readonly PublicIssuer[] = [
  {
    // With the name of an enterprise behind it, it is that enterprise's own.
    issuer: /^token\.actions\.githubusercontent\.com$/,
    name: "GitHub Actions",
    tenant:
      /^((repo|repository|job_workflow_ref):[^*?/:]+\/|(repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^*?/:]+(:|$))/,
    unit: /^repo:[^*?/]+\/[^*?:]+:/,
  },
  {
    issuer: /^gitlab\.com$/,
    name: "GitLab",
    tenant: /^project_path:[^*?/:]+\//,
    unit: /^project_path:[^*?:]+:/,
  },
  {
    issuer: /^app\.terraform\.io$/,
    name: "HCP Terraform",
    tenant: /^organization:[^*?:]+:/,
    unit: /^organization:[^*?:]+:project:[^*?:]+:workspace:[^*?:]+:/,
    narrow: /^organization:[^*?:]+:project:[^*?:]+:workspace:[^*?:]+:run_phase:\*$/,
  },
  {
    issuer: /^agent\.buildkite\.com$/,
    name: "Buildkite",
    tenant: /^organization:[^*?:]+:/,
    unit: /^organization:[^*?:]+:pipeline:[^*?:]+:/,
  },
  {
    issuer:
      /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/,
    name: publicSignIn,
    tenant: /^[^*?]+$/,
    unit: /^[^*?]+$/,
  },
];

/** The issuer that everybody shares, by its host and path; undefined for one of somebody's own. */
export const publicIssuerOf = (issuer: string): PublicIssuer | undefined =>
  publicIssuers.find((one) => one.issuer.test(issuer));

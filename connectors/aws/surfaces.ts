/** Every stream with its least privilege; the manifest, the streams and `verify` read this. */
export const surfaces = [
  {
    name: "creators",
    title: "Who created users, roles and keys (CloudTrail, 90 days)",
    permissions: ["cloudtrail:LookupEvents"],
  },
  {
    name: "account",
    title: "Account, root user and credential report",
    permissions: [
      "iam:GetAccountSummary",
      "iam:ListAccountAliases",
      "iam:GenerateCredentialReport",
      "iam:GetCredentialReport",
    ],
  },
  {
    name: "users",
    title: "IAM users with their effective privilege",
    permissions: ["iam:GetAccountAuthorizationDetails", "iam:ListMFADevices"],
  },
  {
    name: "roles",
    title: "Roles with their trust policies and effective privilege",
    permissions: ["iam:GetAccountAuthorizationDetails"],
  },
  {
    name: "federation-providers",
    title: "OIDC and SAML providers",
    permissions: [
      "iam:ListOpenIDConnectProviders",
      "iam:GetOpenIDConnectProvider",
      "iam:ListSAMLProviders",
      "iam:GetSAMLProvider",
    ],
  },
  {
    name: "outbound-federation",
    title: "Whether the account issues tokens for services outside AWS",
    permissions: ["iam:GetOutboundWebIdentityFederationInfo"],
  },
  {
    name: "delegation-requests",
    title: "Temporary access of partners",
    permissions: ["iam:ListDelegationRequests"],
  },
  {
    name: "access-keys",
    title: "Access keys with their last use",
    permissions: ["iam:ListUsers", "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"],
  },
  {
    name: "service-credentials",
    title: "Service-specific credentials, Bedrock API keys included",
    permissions: ["iam:ListServiceSpecificCredentials", "iam:GetAccountAuthorizationDetails"],
  },
  {
    name: "ssh-keys",
    title: "SSH public keys and signing certificates of users",
    permissions: ["iam:ListUsers", "iam:ListSSHPublicKeys", "iam:ListSigningCertificates"],
  },
  {
    name: "server-certificates",
    title: "TLS certificates stored in IAM",
    permissions: ["iam:ListServerCertificates"],
  },
  {
    name: "secrets",
    title: "Secrets Manager entries: names and dates, never values",
    permissions: [
      "ec2:DescribeRegions",
      "secretsmanager:ListSecrets",
      "secretsmanager:GetResourcePolicy",
    ],
  },
  {
    name: "ssm-parameters",
    title: "Encrypted parameters: names and dates, never values",
    permissions: ["ec2:DescribeRegions", "ssm:DescribeParameters"],
  },
  {
    name: "roles-anywhere",
    title: "Roles Anywhere: trust anchors, profiles, workloads with certificates",
    permissions: [
      "ec2:DescribeRegions",
      "rolesanywhere:ListTrustAnchors",
      "rolesanywhere:ListProfiles",
      "rolesanywhere:ListCrls",
      "rolesanywhere:ListSubjects",
      "rolesanywhere:GetSubject",
      "iam:GetAccountAuthorizationDetails",
    ],
  },
  {
    name: "pod-identities",
    title: "Which Kubernetes service accounts get which role (EKS Pod Identity)",
    permissions: [
      "ec2:DescribeRegions",
      "eks:ListClusters",
      "eks:ListPodIdentityAssociations",
      "eks:DescribePodIdentityAssociation",
      "iam:GetAccountAuthorizationDetails",
    ],
  },
  {
    name: "access-analyzer",
    title: "Findings of existing Access Analyzer analyzers",
    permissions: [
      "ec2:DescribeRegions",
      "access-analyzer:ListAnalyzers",
      "access-analyzer:ListFindings",
      "access-analyzer:GetFinding",
      "iam:GetAccountAuthorizationDetails",
    ],
  },
  {
    name: "service-last-accessed",
    title: "Last use of service-specific credentials, and of privileged and idle identities",
    permissions: [
      "iam:GenerateServiceLastAccessedDetails",
      "iam:GetServiceLastAccessedDetails",
      "iam:ListServiceSpecificCredentials",
      "iam:GetAccountAuthorizationDetails",
    ],
  },
] as const;

export type SurfaceName = (typeof surfaces)[number]["name"];

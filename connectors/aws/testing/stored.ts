import * as world from "./world";

const seconds = (year: number, month = 0): number => Date.UTC(year, month, 1) / 1000;
const iso = (year: number): string => new Date(Date.UTC(year, 0, 1)).toISOString();

/** Self-signed and public: CN=build-runner.example.com. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBvjCCAWWgAwIBAgIUZYVxiTO857pLAQLUe3qhlqERzhwwCgYIKoZIzj0EAwIw
NTEQMA4GA1UECgwHRXhhbXBsZTEhMB8GA1UEAwwYYnVpbGQtcnVubmVyLmV4YW1w
bGUuY29tMB4XDTI2MTEyMTA3MTkyMloXDTM2MTExODA3MTkyMlowNTEQMA4GA1UE
CgwHRXhhbXBsZTEhMB8GA1UEAwwYYnVpbGQtcnVubmVyLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEs++EGbWsDZEVwgR2mASIhtFv6YwxBRyz
hlP/FrAMgNyFhhqWME5Dd9cJxpaEYgBbOEfC3NYtWHwykROzQaY+S6NTMFEwHQYD
VR0OBBYEFGbLOYaparQf233b6JqYxUwZ1lndMB8GA1UdIwQYMBaAFGbLOYaparQf
233b6JqYxUwZ1lndMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
SVDq7SgK739/Eg0Toogldda0hMBKsWLX1vEtQM2RdFoCIHD1GLfOEWycE9iigSQe
rYQOyhEsOi5s2t4hWjsA/qRg
-----END CERTIFICATE-----`;

export const serverCertificates = (account: string) => [
  {
    Path: "/",
    ServerCertificateName: "shop.example.com",
    ServerCertificateId: `ASCASTAND${account.slice(-3)}1`,
    Arn: `arn:aws:iam::${account}:server-certificate/shop.example.com`,
    UploadDate: new Date(Date.UTC(2020, 0, 1)),
    Expiration: new Date(Date.UTC(2021, 0, 1)),
  },
];

export const parameters = (account: string, region: string) =>
  ["/prod/stripe", "/prod/smtp", "/build/token", "/build/plain"].map((Name, index) => ({
    Name,
    ARN: `arn:aws:ssm:${region}:${account}:parameter${Name}`,
    Type: index === 3 ? "String" : "SecureString",
    KeyId: "alias/aws/ssm",
    LastModifiedDate: seconds(2024, index),
    LastModifiedUser: `arn:aws:iam::${account}:user/grace`,
    Version: index + 1,
    Tier: "Standard",
    Policies:
      index === 1
        ? [
            {
              PolicyType: "Expiration",
              PolicyStatus: "Pending",
              PolicyText: JSON.stringify({
                Type: "Expiration",
                Version: "1.0",
                Attributes: { Timestamp: "2027-05-13T00:00:00.000Z" },
              }),
            },
          ]
        : [],
  }));

const anywhere = (account: string, region: string): string =>
  `arn:aws:rolesanywhere:${region}:${account}`;

export const trustAnchor = (account: string, region: string) => ({
  trustAnchorId: "5f0d7d3c-0000-4000-8000-000000000001",
  trustAnchorArn: `${anywhere(account, region)}:trust-anchor/5f0d7d3c-0000-4000-8000-000000000001`,
  name: "company-ca",
  enabled: true,
  createdAt: iso(2024),
  updatedAt: iso(2024),
  source: { sourceType: "CERTIFICATE_BUNDLE", sourceData: { x509CertificateData: certificate } },
});

export const profile = (account: string, region: string) => ({
  profileId: "5f0d7d3c-0000-4000-8000-000000000002",
  profileArn: `${anywhere(account, region)}:profile/5f0d7d3c-0000-4000-8000-000000000002`,
  name: "build-machines",
  enabled: true,
  requireInstanceProperties: false,
  roleArns: [world.roles(account)[0]?.Arn ?? ""],
});

export const subjects = (account: string, region: string) =>
  [3, 4].map((index) => ({
    subjectId: `5f0d7d3c-0000-4000-8000-00000000000${index}`,
    subjectArn: `${anywhere(account, region)}:subject/5f0d7d3c-0000-4000-8000-00000000000${index}`,
    x509Subject: `CN=build-runner-${index}.example.com,O=Example`,
    enabled: index === 3,
    createdAt: iso(2024),
    lastSeenAt: iso(2026),
  }));

export const subjectCertificate = {
  serialNumber: "00D5CAFE",
  issuer: "CN=company-ca",
  enabled: true,
  failed: false,
  seenAt: iso(2026),
  x509CertificateData: certificate,
};

export const cluster = "platform";

export const podIdentities = (account: string, region: string) =>
  ["billing", "search"].map((serviceAccount, index) => {
    const associationId = `a-stand${index}`;
    return {
      clusterName: cluster,
      namespace: "apps",
      serviceAccount,
      associationArn: `arn:aws:eks:${region}:${account}:podidentityassociation/${cluster}/${associationId}`,
      associationId,
      // The second one is of a role that is gone.
      roleArn: index === 0 ? world.roles(account)[0]?.Arn : `arn:aws:iam::${account}:role/gone`,
      targetRoleArn: index === 0 ? "arn:aws:iam::444455556666:role/reports" : undefined,
    };
  });

export const delegationRequests = (account: string) =>
  ["FINALIZED", "PENDING_APPROVAL", "EXPIRED"].map((State, index) => ({
    DelegationRequestId: `dr-stand${account.slice(-3)}${index}`,
    OwnerAccountId: account,
    Description: "Sets up the monitoring of this account.",
    RequestMessage: "Please approve",
    Permissions: { PolicyTemplateArn: "arn:aws:iam::aws:delegation-template/example-monitoring" },
    ...(index === 1
      ? {}
      : {
          PermissionPolicy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "iam:PutRolePolicy", Resource: "*" }],
          }),
        }),
    OwnerId: `arn:aws:iam::${account}:user/grace`,
    ...(index === 0 ? { ApproverId: `arn:aws:iam::${account}:user/ada` } : {}),
    State,
    ExpirationTime: new Date(Date.UTC(2027, index, 1)),
    RequestorId: "555566667777",
    RequestorName: "Example Monitoring",
    CreateDate: new Date(Date.UTC(2026, 9, 1)),
    SessionDuration: 3600,
    RedirectUrl: "https://monitoring.example.com/done?state=not-to-be-kept",
  }));

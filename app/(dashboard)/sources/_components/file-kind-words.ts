/** What an uploaded file was sent as. */
export const fileKindWords: Record<string, string> = {
  "authorization-details": "Authorisation details",
  "credential-report": "Credential report",
};

-- Serves: what Muster signs in with at a source, which every sync looks for among all its identities.
CREATE INDEX identity_own_credential_idx ON identity (source_id) WHERE stream = 'muster:self';

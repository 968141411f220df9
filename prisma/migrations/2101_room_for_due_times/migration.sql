-- Every scoring writes when an identity is due again; with room left on its page the new version
-- stays there, and no index is renewed.
ALTER TABLE identity_scoring SET (fillfactor = 70);

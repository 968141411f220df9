ALTER TABLE api_token ADD COLUMN revoked_because text;

UPDATE api_token SET revoked_because = 'by_hand' WHERE revoked_at IS NOT NULL;

-- Whoever is disabled now would have had their tokens back on being enabled.
UPDATE api_token t SET revoked_at = coalesce(p.disabled_at, now()), revoked_because = 'person_disabled'
FROM person p WHERE p.id = t.person_id AND p.status = 'disabled' AND t.revoked_at IS NULL;

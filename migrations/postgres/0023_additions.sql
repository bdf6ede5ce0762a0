-- What an assessment asks beside its pack, as JSON: the editions of its add-on
-- packs, and its local statements word for word. It is read and signed with the
-- assessment, and nothing looks inside it here.
ALTER TABLE assessment ADD COLUMN additions TEXT NOT NULL DEFAULT '{}';

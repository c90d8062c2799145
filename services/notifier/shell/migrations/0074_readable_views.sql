-- A document that can't be read has no columns in the views; before, nobody could read any of them while there was one.
DO $$
DECLARE
    shown record;
BEGIN
    FOR shown IN
        SELECT oid::regclass AS name, pg_get_viewdef(oid) AS said FROM pg_class
        WHERE relkind = 'v' AND relnamespace = ':published'::regnamespace AND pg_get_viewdef(oid) LIKE '%convert_from(s.doc,%'
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE VIEW %s AS %s', shown.name,
            replace(shown.said, '(convert_from(s.doc, ''UTF8''::name))::json', 'stored_json(s.doc)')
        );
    END LOOP;
END $$;

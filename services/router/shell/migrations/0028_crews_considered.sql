-- Costs are in steps of five minutes: the exact travel of several crews to one door would say where it is.
-- (The index `history_about` finds those of a case; a crew that was formed anew for a whole day stands under the region.)
CREATE OR REPLACE VIEW :published.crews_considered AS
SELECT h.about AS case_id, h.aggregate AS region, h.at, h.version, change #>> '{booking,booking}' AS booking,
       (change ->> 'version')::integer AS crew_number, place::integer AS place,
       ARRAY(SELECT json_array_elements_text(one -> 'crew')) AS crew, (round((one ->> 'cost_s')::numeric / 300) * 5)::integer AS cost_min,
       (one ->> 'out')::boolean AS already_out
FROM history h, json_array_elements(h.changes) AS change,
     json_array_elements(change -> 'considered') WITH ORDINALITY AS t (one, place)
WHERE h.about <> h.aggregate AND h.accepted AND change ->> 'kind' = 'crew-chosen';
COMMENT ON VIEW :published.crews_considered IS 'The best crews for a booking when one was chosen, at most five: place 1 went. cost_min: travel it adds, over all members, in steps of five minutes; already_out: it has other doors that day.';

-- Is there a role on the target for every role of the application on the source? Rows are problems.
-- Side: either; it only compares variables. Variables: application_roles, target_application_roles, other_roles,
-- target_other_roles.
SELECT format('%s roles on the source, %s on the target', {{ application_roles | array.size }}, {{ target_application_roles | array.size }}) AS problem
WHERE {{ application_roles | array.size }} <> {{ target_application_roles | array.size }}
UNION ALL
SELECT format('%s other roles on the source, %s on the target', {{ other_roles | array.size }}, {{ target_other_roles | array.size }})
WHERE {{ other_roles | array.size }} <> {{ target_other_roles | array.size }}

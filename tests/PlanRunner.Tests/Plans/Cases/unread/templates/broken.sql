SELECT {{ 1 + }};

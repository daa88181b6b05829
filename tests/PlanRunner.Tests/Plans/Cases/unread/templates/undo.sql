SELECT {{ (1 }};

"""What bench_player compares with: other players' pages, their pictures, and the server that sends them."""

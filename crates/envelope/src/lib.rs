//! Encrypted containers: recognising, inspecting, verifying, opening and sealing them.

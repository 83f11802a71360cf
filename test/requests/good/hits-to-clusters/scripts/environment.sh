# Sourced by the payloads of all steps.
export OFFLINE_GEOMETRY=run2024
export OFFLINE_FIELD=map3d

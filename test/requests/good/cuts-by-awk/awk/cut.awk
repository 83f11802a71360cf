$column > threshold

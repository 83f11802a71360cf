def main(options):
    return options

"""What templates of other apps ask of oversight."""

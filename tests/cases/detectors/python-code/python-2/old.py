from transformers import AutoModel

print "loading"
model = AutoModel.from_pretrained("acme-labs/thing-7b")
